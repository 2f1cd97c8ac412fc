"""Better words for the same facts."""
