"""The pieces of Rencana and Simulasi: choices, steps, safety, scenarios."""
