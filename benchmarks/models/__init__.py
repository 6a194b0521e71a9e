"""Generators of models with the published shapes and no published weights, for tests and benchmarks."""
