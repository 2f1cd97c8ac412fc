"""Scheduled runs in virtual time: what a plan of them would cost, and where it would be stopped."""
