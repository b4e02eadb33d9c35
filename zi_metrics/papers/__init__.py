"""The papers that people hand over, each from what is stored: of a unit, of many units, of a meeting, of TPI."""
