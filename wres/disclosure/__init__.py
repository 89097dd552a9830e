"""Disclosure control: what may be shown, the attack that proves it, the leak scan."""
