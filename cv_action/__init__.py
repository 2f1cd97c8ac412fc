"""Keeps a CV current from its owner's repository, and never lies."""

__version__ = "0.1.0"
