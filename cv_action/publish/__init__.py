"""Giving it back: what changes, said before anything is touched."""
