"""A filled example: an invented year of service, for the demonstration, the tests and the benchmarks."""

from gouvernail.flows.example.story import example
from gouvernail.flows.example.times import example_times

__all__ = ["example", "example_times"]
