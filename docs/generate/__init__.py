"""Fills the generated parts of the documentation from the code, the YAMLs and the measurements."""
