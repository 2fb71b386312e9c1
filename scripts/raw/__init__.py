"""The raw database: what the source systems would deliver, generated from a scale and a seed, with planted defects."""
