"""The only Django app: tables by noun, querysets, one history of migrations, rows to values in `values`."""
