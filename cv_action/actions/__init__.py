"""The runner's wire format: context, commands, outputs, summary, log."""
