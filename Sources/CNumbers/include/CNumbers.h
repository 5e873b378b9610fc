#ifndef TASTER_CNUMBERS_H
#define TASTER_CNUMBERS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Reads the decimal number in [first, first + length) as std::from_chars does: no locale, correctly rounded.
/// Returns 0 when the whole range is one number, 1 when it is none, 2 when its size is out of range
/// (*value is then ±inf or ±0, as its size demands).
int taster_number(const char *first, size_t length, double *value);

/// Reads one column of `count` records. Field f lies in `bytes` from bounds[f] to bounds[f + 1]; that of record i is
/// fields[i] + column. values[i] is what taster_number makes of it, NaN where it is none. range[0] and range[1] take
/// in the smallest and the largest number. Eight bytes behind the last field can be read, whatever they are.
/// Returns how many fields are no number of a double's range, or one of the codes; `others` has these i in their order.
size_t taster_numbers(const char *bytes, const size_t *bounds, const size_t *fields, size_t column,
                      size_t count, const double *codes, size_t code_count, double *values, double *range,
                      uint32_t *others);

/// Writes the shortest decimal that reads back as `value`; returns its length, 0 when `capacity` is too small.
size_t taster_shortest(double value, char *first, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
