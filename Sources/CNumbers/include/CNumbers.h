#ifndef TASTER_CNUMBERS_H
#define TASTER_CNUMBERS_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Reads the decimal number in [first, first + length) with std::from_chars: no locale, correctly rounded.
/// Returns 0 when the whole range is one number, 1 when it is none, 2 when its size is out of range
/// (*value is then ±inf or ±0, as its size demands).
int taster_number(const char *first, size_t length, double *value);

/// Writes the shortest decimal that reads back as `value`; returns its length, 0 when `capacity` is too small.
size_t taster_shortest(double value, char *first, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
