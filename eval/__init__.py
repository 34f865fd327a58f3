"""What judges: metrics, intervals, comparisons, reports. Knows nothing of models."""
