"""Classes: who is in them, moving their people when they are too few, hours, marks, certificates."""
