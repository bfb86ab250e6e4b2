"""`python -m sellwright`."""

from sellwright.cli.main import run

run()
