import tests.with_django  # noqa: F401
