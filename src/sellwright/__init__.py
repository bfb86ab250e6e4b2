"""Sellwright: a sales workbench for people who sell by hand."""

__version__ = "0.2.0.dev0"
