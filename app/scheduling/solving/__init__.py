"""From columns and rows to the best plan, with a bound beside each objective."""
