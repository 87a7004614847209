"""AI demand: workloads and chips become megawatts of IT load with their flexibility."""
