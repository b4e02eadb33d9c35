"""The work between two assessments: registers of what was promised, done, decided and asked for."""
