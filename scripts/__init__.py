"""What a developer or operator runs beside the service: demo, benchmarks, drills."""
