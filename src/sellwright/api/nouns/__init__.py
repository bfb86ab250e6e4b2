"""One file a noun: its shape, how it is read, which deeds there are."""
