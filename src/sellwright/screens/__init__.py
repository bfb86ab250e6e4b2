"""A folder per page: what is looked up, a context of values, a template, and the parts that htmx swaps."""
