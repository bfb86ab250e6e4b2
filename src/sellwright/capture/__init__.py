"""Reads mailboxes and calendars live, and accounts for everything their servers show."""
