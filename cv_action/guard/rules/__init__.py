"""The rules, one module each. ``TABLE`` says which there are and what each may decide."""
