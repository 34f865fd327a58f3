"""What answers: one model per file; heavy imports live inside these leaves."""
