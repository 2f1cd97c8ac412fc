"""What happened, in values: every outcome, number and reason a run can tell."""
