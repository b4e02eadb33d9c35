"""From the cells of a survey file to answers: which survey, which question, scale and direction; nothing personal."""
