"""Pictures as inline SVG of our own: a few kilobytes each, no script, the same file in page and print.

Tried against Vega-Altair, whose inlined runtime adds about 0.9 MB to every page and needs scripts to
draw; what reports need (dots, lines, bars, a matrix) is less code than its wrapping. Every colour is
a CSS class, so that light, dark and print are one picture; marks differ by shape and dash, not by
colour alone.
"""
