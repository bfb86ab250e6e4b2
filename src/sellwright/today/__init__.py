"""Whom to turn to now, and why: candidates, lanes, ranking, reasons, brief."""
