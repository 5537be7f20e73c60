"""The languages in which csekg speaks: which one it is now, its words, days, numbers and order."""
