"""What one run does, mode by mode."""
