"""The documentation; what is made from the code is made by ``docs.generate``."""
