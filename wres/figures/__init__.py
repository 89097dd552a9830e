"""Figures: one figure, arithmetic, intervals, evidence, formulas, calculation, grades."""
