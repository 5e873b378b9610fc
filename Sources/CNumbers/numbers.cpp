#include "CNumbers.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the first of eight bytes is the lowest one here"
#endif

#include <charconv>
#include <cstring>
#include <limits>
#include <system_error>

namespace {

/// One divided by 5^k, as 64 bits that count: floor(2^(63 + bits) / 5^k), where 5^k has `bits` bits.
struct Reciprocal {
  uint64_t value;
  int bits;
};

constexpr int most_digits = 19;

struct Reciprocals {
  Reciprocal of[most_digits + 1];

  constexpr Reciprocals() : of() {
    uint64_t power = 1;
    for (int k = 0; k <= most_digits; ++k, power *= 5) {
      int bits = 0;
      while (bits < 64 && power >> bits != 0) ++bits;
      // 5^0 has no such reciprocal, and needs none.
      if (k == 0) continue;
      of[k].value = static_cast<uint64_t>((static_cast<unsigned __int128>(1) << (63 + bits)) / power);
      of[k].bits = bits;
    }
  }
};

constexpr Reciprocals reciprocals;

constexpr uint64_t powers_of_ten[9] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// The same bits as another type.
template <typename To, typename From>
inline To as(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

/// Eight bytes, each without what all digits have: 0 to 9 where it was one.
inline uint64_t eight_bytes(const char *p) {
  uint64_t word;
  std::memcpy(&word, p, 8);
  return word ^ 0x3030303030303030;
}

/// Which of eight bytes are no digits: the first of the marks is right, what it carries may make others.
inline uint64_t odd_bytes(uint64_t word) {
  return ((word + 0x7676767676767676) | word) & 0x8080808080808080;
}

/// The number that eight digits make: pairs first, then all.
inline uint64_t joined(uint64_t word) {
  const uint64_t every_fourth = 0x000000FF000000FF;
  word = word * 10 + (word >> 8);
  const uint64_t upper = (word & every_fourth) * (100 + (1000000ull << 32));
  const uint64_t lower = (word >> 16 & every_fourth) * (1 + (10000ull << 32));
  return (upper + lower) >> 32;
}

/// The first `count` of eight bytes behind zeros.
inline uint64_t first_bytes(uint64_t word, long count) {
  // In two steps: a shift by all 64 bits is none.
  return word << (32 - 4 * count) << (32 - 4 * count);
}

/// Takes the digits from `p` up to `last` in behind those of `value`; false where something else is among them.
///
/// There are few ways through it, and the numbers of a column mostly go the same one.
__attribute__((always_inline)) inline bool read_digits(const char *p, const char *last, uint64_t &value) {
  const uint64_t word = eight_bytes(p);
  if (last - p <= 8) {
    const uint64_t digits = first_bytes(word, last - p);
    value = value * powers_of_ten[last - p] + joined(digits);
    return odd_bytes(digits) == 0;
  }
  value = value * powers_of_ten[8] + joined(word);
  uint64_t odd = odd_bytes(word);
  p += 8;
  if (last - p > 8) {
    const uint64_t middle = eight_bytes(p);
    value = value * powers_of_ten[8] + joined(middle);
    odd |= odd_bytes(middle);
    p += 8;
  }
  const uint64_t digits = first_bytes(eight_bytes(p), last - p);
  value = value * powers_of_ten[last - p] + joined(digits);
  return (odd | odd_bytes(digits)) == 0;
}

/// Digits with a point among them: w / 10^k.
struct Plain {
  uint64_t w = 0;
  long k = 0;
  /// How many digits are written, zeros in front included.
  long digits = 0;

  /// Takes all bytes from `p` up to `last` in; false where they are more than 19 digits, or anything else.
  __attribute__((always_inline)) inline bool read(const char *p, const char *last) {
    const long length = last - p;
    const uint64_t word = eight_bytes(p);
    const uint64_t odd = odd_bytes(word);
    const long whole = odd == 0 ? 8 : __builtin_ctzll(odd) / 8;
    if (whole >= length) {
      w = joined(first_bytes(word, length));
      digits = length;
      return length > 0;
    }
    if (length > most_digits + 1) return false;
    if (whole == 8) return read_long(p, last);
    k = length - whole - 1;
    digits = length - 1;
    if (p[whole] != '.' || digits == 0) return false;
    if (length > 8) {
      w = joined(first_bytes(word, whole));
      return read_digits(p + whole + 1, last, w);
    }
    // What stands behind the point moves up to its place.
    const uint64_t before = (static_cast<uint64_t>(1) << 8 * whole) - 1;
    const uint64_t all = first_bytes((word & before) | (word >> 8 & ~before), digits);
    w = joined(all);
    return odd_bytes(all) == 0;
  }

 private:
  bool read_long(const char *p, const char *last) {
    const char *point = p;
    while (point < last && *point != '.') ++point;
    digits = last - p - (point < last);
    if (point == last) return digits <= most_digits && read_digits(p, last, w);
    k = last - point - 1;
    return read_digits(p, point, w) && read_digits(point + 1, last, w);
  }
};

/// With so many digits w and 10^k are doubles, and their quotient is rounded once.
constexpr long exact_digits = 15;

constexpr double exact_powers[exact_digits + 1] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Divides w by 10^k, k at most 19; false where std::from_chars is to be asked.
///
/// With r the reciprocal of 5^k, rounded down, and w shifted to 64 bits, their true product lies less than 2^64 above
/// w * r: the upper half of that is right or one too small. Where the bits that are rounded away are half of the last
/// one that stays, or one less, that may matter, and nothing is said.
inline bool divide(uint64_t w, long k, double &size) {
  if (k == 0 || w == 0) {
    size = static_cast<double>(w);
    return true;
  }
  const Reciprocal r = reciprocals.of[k];
  const int zeros = __builtin_clzll(w);
  const auto product = static_cast<unsigned __int128>(w << zeros) * r.value;
  const uint64_t upper = static_cast<uint64_t>(product >> 64);
  const int shift = 10 + static_cast<int>(upper >> 63);
  const uint64_t half = static_cast<uint64_t>(1) << (shift - 1);
  const uint64_t rest = upper & (2 * half - 1);
  if (rest - (half - 1) <= 1) return false;
  const uint64_t mantissa = (upper >> shift) + (rest > half);
  // upper = w * 2^zeros * 2^(63 + bits) / 5^k / 2^64; no power here comes near the ends of a double's range.
  const uint64_t power = static_cast<uint64_t>(1023 + shift + 1 - zeros - r.bits - k);
  size = static_cast<double>(static_cast<int64_t>(mantissa)) * as<double>(power << 52);
  return true;
}

/// Reads a number as std::from_chars would; false where that is to be asked.
///
/// Eight bytes behind `last` can be read, whatever they are.
__attribute__((always_inline)) inline bool read_plain(const char *p, const char *last, double *value) {
  if (p == last) return false;
  const uint64_t negative = *p == '-';
  Plain plain;
  if (!plain.read(p + negative, last)) return false;
  double size;
  if (plain.digits <= exact_digits) {
    size = static_cast<double>(static_cast<int64_t>(plain.w)) / exact_powers[plain.k];
  } else if (!divide(plain.w, plain.k, size)) {
    return false;
  }
  *value = as<double>(as<uint64_t>(size) | negative << 63);
  return true;
}

/// Reads any number.
int read_any(const char *first, size_t length, double *value) {
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

}  // namespace

int taster_number(const char *first, size_t length, double *value) {
  char copy[48];
  if (length + 8 <= sizeof copy) {
    std::memcpy(copy, first, length);
    std::memset(copy + length, 0, 8);
    if (read_plain(copy, copy + length, value)) return 0;
  }
  return read_any(first, length, value);
}

size_t taster_numbers(const char *bytes, const size_t *bounds, const size_t *fields, size_t column,
                      size_t count, const double *codes, size_t code_count, double *values, double *range,
                      uint32_t *others) {
  size_t left = 0;
  double smallest = range[0], largest = range[1];
  for (size_t i = 0; i < count; ++i) {
    const size_t field = fields[i] + column;
    const char *first = bytes + bounds[field];
    const char *last = bytes + bounds[field + 1];
    double x = std::numeric_limits<double>::quiet_NaN();
    bool is_other = !read_plain(first, last, &x) && read_any(first, last - first, &x) != 0;
    values[i] = x;
    for (size_t k = 0; k < code_count; ++k) is_other |= x == codes[k];
    if (is_other) {
      others[left++] = static_cast<uint32_t>(i);
      continue;
    }
    smallest = x < smallest ? x : smallest;
    largest = x >= largest ? x : largest;
  }
  range[0] = smallest;
  range[1] = largest;
  return left;
}

size_t taster_shortest(double value, char *first, size_t capacity) {
  const auto written = std::to_chars(first, first + capacity, value);
  return written.ec == std::errc() ? static_cast<size_t>(written.ptr - first) : 0;
}
