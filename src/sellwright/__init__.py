"""Sellwright: a sales workbench for people who sell by hand."""

__version__ = "0.1.0"
