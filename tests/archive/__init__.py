import tests.with_django  # noqa: F401  (starts Django: see docs/running/tests.md)
