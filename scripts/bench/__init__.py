"""What the platform costs, as ratios to a floor, a limit and itself at other scales, measured in one run."""
