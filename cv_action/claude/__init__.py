"""What is said to Claude and what comes back."""
