"""What may be claimed: facts from the CV, and later from activity and LinkedIn."""
