"""What a CV is: model, stable fact ids, formats in and out, lint, overlay."""
