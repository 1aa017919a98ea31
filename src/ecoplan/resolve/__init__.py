"""Words → values: dates, quantities, bodies, indicators."""
