"""Nothing untrue leaves: rules, findings, verdict."""
