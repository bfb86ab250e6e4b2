"""Four queues put to one test (README.md); their figures are in bench/results/queues.json."""
