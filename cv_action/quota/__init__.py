"""What may still be spent: windows, prices, budget, forecast, route."""
