"""Wire code that sources share."""
