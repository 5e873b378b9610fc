#include "CNumbers.h"

#include <charconv>
#include <limits>
#include <system_error>

int taster_number(const char *first, size_t length, double *value) {
  const char *last = first + length;
  // from_chars takes no leading plus; a plus before another sign is no number.
  if (length > 1 && *first == '+' && first[1] != '-' && first[1] != '+') ++first;
  if (first == last) return 1;
  // The words inf and nan are texts here: only digits and a point begin a number.
  const char *digits = *first == '-' ? first + 1 : first;
  if (digits == last || !((*digits >= '0' && *digits <= '9') || *digits == '.')) return 1;
  double result = 0;
  const auto read = std::from_chars(first, last, result);
  if (read.ptr != last) return 1;
  if (read.ec == std::errc::result_out_of_range) {
    // from_chars says neither which end was left: the decimal exponent of the first digit that counts tells.
    bool negative = *first == '-';
    long long exponent = 0, written = 0;
    bool seen = false, point = false;
    const char *p = digits;
    for (; p != last && *p != 'e' && *p != 'E'; ++p) {
      if (*p == '.') {
        point = true;
      } else if (seen || *p != '0') {
        seen = true;
        if (!point) ++exponent;
      } else if (point) {
        --exponent;
      }
    }
    if (p != last) {
      ++p;
      bool below = p != last && *p == '-';
      if (p != last && (*p == '-' || *p == '+')) ++p;
      for (; p != last && written < 1000000000; ++p) written = written * 10 + (*p - '0');
      if (below) written = -written;
    }
    double size = exponent + written > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    *value = negative ? -size : size;
    return 2;
  }
  if (read.ec != std::errc()) return 1;
  *value = result;
  return 0;
}

size_t taster_shortest(double value, char *first, size_t capacity) {
  const auto written = std::to_chars(first, first + capacity, value);
  return written.ec == std::errc() ? static_cast<size_t>(written.ptr - first) : 0;
}
