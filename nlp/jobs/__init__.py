"""Jobs: what one command can do, one per file; ``job:`` in a task's YAML names the function to call."""
