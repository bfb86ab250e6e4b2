"""The whole workspace as an open folder, written and read; backup and restore."""
