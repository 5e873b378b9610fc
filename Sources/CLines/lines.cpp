#include "CLines.h"

#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace {

/// What 64 bytes are, a bit for each, the first one lowest.
struct Look {
  uint64_t delimiters = 0;
  uint64_t feeds = 0;
  uint64_t returns = 0;
  uint64_t quotes = 0;
  /// Spaces, and what else is below them.
  uint64_t low = 0;
};

constexpr char space = 0x20;

/// The bytes for which lines are searched.
class Seeker {
 public:
  explicit Seeker(const taster_marks &marks)
      : delimiter(static_cast<char>(marks.delimiter)),
        quote(static_cast<char>(marks.quote)),
        with_quotes(marks.quote >= 0 ? ~static_cast<uint64_t>(0) : 0) {}

  /// Looks at `count` bytes, 64 at most; more can be read behind them.
  __attribute__((always_inline)) inline Look look(const char *p, size_t count) const {
    Look all;
    for (int part = 0; part < 4; ++part) add(p + 16 * part, 16 * part, all);
    const uint64_t read = count < 64 ? (static_cast<uint64_t>(1) << count) - 1 : ~static_cast<uint64_t>(0);
    all.delimiters &= read;
    all.feeds &= read;
    all.returns &= read;
    all.quotes &= read & with_quotes;
    all.low &= read & ~(all.delimiters | all.feeds | all.returns);
    return all;
  }

  /// Whether a byte ends a field, or belongs to what ends a line.
  bool is_end(char byte) const { return byte == delimiter || byte == '\n' || byte == '\r'; }

  bool is_delimiter(char byte) const { return byte == delimiter; }

  /// Takes in a field in quotes.
  ///
  /// - p: Its first quote; then the byte behind the last one.
  /// - room: Where it goes; then what is behind it.
  /// Returns false where anything else than doubled quotes and other bytes is in it, or behind it.
  bool read_quoted(const char *&p, const char *last, char *&room) const {
    ++p;
    while (p < last) {
      const unsigned stops = copy_up_to_stop(p, room);
      const unsigned count = stops == 0 ? 16 : static_cast<unsigned>(__builtin_ctz(stops));
      p += count;
      room += count;
      if (stops == 0) continue;
      // Whether a quote is doubled can only be told where a byte follows.
      if (p + 1 >= last || *p != quote) return false;
      ++p;
      if (*p != quote) return is_delimiter(*p) || *p == '\n' || (*p == '\r' && p + 1 < last && p[1] == '\n');
      *room++ = *p++;
    }
    return false;
  }

 private:
  const char delimiter;
  const char quote;
  const uint64_t with_quotes;

#ifdef __SSE2__
  static uint64_t bits(__m128i bytes) { return static_cast<uint32_t>(_mm_movemask_epi8(bytes)); }

  __attribute__((always_inline)) inline void add(const char *p, int place, Look &all) const {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
    all.delimiters |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter))) << place;
    all.feeds |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))) << place;
    all.returns |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))) << place;
    all.quotes |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(quote))) << place;
    all.low |= bits(_mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(space)), bytes)) << place;
  }

  /// Copies 16 bytes and says which of them are quotes or line ends.
  unsigned copy_up_to_stop(const char *p, char *room) const {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
    _mm_storeu_si128(reinterpret_cast<__m128i *>(room), bytes);
    const __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
                                      _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
    return static_cast<unsigned>(bits(_mm_or_si128(ends, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(quote)))));
  }
#else
  void add(const char *p, int place, Look &all) const {
    for (int i = 0; i < 16; ++i) {
      const uint64_t bit = static_cast<uint64_t>(1) << (place + i);
      if (p[i] == delimiter) all.delimiters |= bit;
      if (p[i] == '\n') all.feeds |= bit;
      if (p[i] == '\r') all.returns |= bit;
      if (p[i] == quote) all.quotes |= bit;
      if (static_cast<unsigned char>(p[i]) <= static_cast<unsigned char>(space)) all.low |= bit;
    }
  }

  unsigned copy_up_to_stop(const char *p, char *room) const {
    unsigned stops = 0;
    for (int i = 0; i < 16; ++i) {
      room[i] = p[i];
      if (p[i] == '\n' || p[i] == '\r' || p[i] == quote) stops |= 1u << i;
    }
    return stops;
  }
#endif
};

/// Copies bytes; up to 31 more are read and written behind them.
__attribute__((always_inline)) inline void copy(char *to, const char *from, size_t count) {
  size_t done = 0;
  do {
    std::memcpy(to + done, from + done, 32);
    done += 32;
  } while (done < count);
}

/// The lines that were taken in, and the open one.
struct Lines {
  const taster_marks &marks;
  const size_t most_lines;
  size_t *const bounds;
  size_t *const field_counts;
  size_t *const line_ends;
  size_t fields;
  size_t count = 0;
  /// Where the open line begins, and its first field.
  size_t begin;
  size_t first_field;

  __attribute__((always_inline)) inline void end_field(size_t place) { bounds[++fields] = place; }

  /// Ends the open line, whose last field ends at `last`; false where it is not plain or none may follow.
  bool end_line(const char *bytes, size_t last, size_t next, size_t stop) {
    if (last == begin || fields - first_field > marks.most_fields) return false;
    field_counts[count] = fields;
    line_ends[count] = next;
    ++count;
    begin = next;
    first_field = fields;
    if (count == most_lines || next == stop) return false;
    return marks.comment < 0 || bytes[next] != static_cast<char>(marks.comment);
  }
};

}  // namespace

size_t taster_lines(const char *bytes, size_t start, size_t stop, const taster_marks *marks,
                    size_t most_lines, char *room, size_t *bounds, size_t fields, size_t *field_counts,
                    size_t *line_ends) {
  if (start >= stop || most_lines == 0) return 0;
  if (marks->comment >= 0 && bytes[start] == static_cast<char>(marks->comment)) return 0;
  const Seeker seeker(*marks);
  Lines lines{*marks, most_lines, bounds, field_counts, line_ends, fields, 0, start, fields};
  size_t place = bounds[fields];
  // Where the open field begins, and where the bytes that are looked at.
  size_t field = start, base = start;
  while (base < stop) {
    const size_t left = stop - base;
    const Look look = seeker.look(bytes + base, left);
    // What stands beside these bytes is looked at alone. An edge is where spaces would be taken off.
    const uint64_t is_first = base == start || seeker.is_end(bytes[base - 1]);
    const uint64_t is_last = left > 64 && seeker.is_end(bytes[base + 64]);
    const uint64_t feeds_next = left > 64 && bytes[base + 64] == '\n';
    const uint64_t ends = look.delimiters | look.feeds;
    const uint64_t edges = ends | look.returns;
    const uint64_t odd = (look.low & (edges << 1 | is_first | edges >> 1 | is_last << 63)) |
                         (look.returns & ~(look.feeds >> 1 | feeds_next << 63)) | look.quotes;
    const uint64_t plain = odd == 0 ? ~static_cast<uint64_t>(0) : (odd & -odd) - 1;
    for (uint64_t rest = ends & plain; rest != 0; rest &= rest - 1) {
      const int bit = __builtin_ctzll(rest);
      const size_t at = base + static_cast<size_t>(bit);
      const bool is_feed = look.feeds >> bit & 1;
      const size_t last = is_feed && at > field && bytes[at - 1] == '\r' ? at - 1 : at;
      copy(room + place, bytes + field, last - field);
      place += last - field;
      lines.end_field(place);
      field = at + 1;
      if (is_feed && !lines.end_line(bytes, last, field, stop)) return lines.count;
    }
    if (odd == 0) {
      base += 64;
      continue;
    }
    const int bit = __builtin_ctzll(odd);
    if ((look.quotes >> bit & 1) == 0 || base + static_cast<size_t>(bit) != field) return lines.count;
    const char *p = bytes + field;
    char *behind = room + place;
    if (!seeker.read_quoted(p, bytes + stop, behind)) return lines.count;
    place = static_cast<size_t>(behind - room);
    lines.end_field(place);
    const size_t last = static_cast<size_t>(p - bytes);
    field = last + (*p == '\r' ? 2 : 1);
    if (!seeker.is_delimiter(*p) && !lines.end_line(bytes, last, field, stop)) return lines.count;
    base = field;
  }
  return lines.count;
}
