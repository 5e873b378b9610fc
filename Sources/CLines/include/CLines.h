#ifndef TASTER_CLINES_H
#define TASTER_CLINES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many bytes can be read behind what is to be read, and written behind the room, whatever they are.
#define TASTER_LINES_SLACK 64

/// How the lines are to be read.
struct taster_marks {
  uint8_t delimiter;
  /// The byte round fields; -1 where quotes are data.
  int quote;
  /// The byte with which lines begin that are no records; -1 for none.
  int comment;
  /// A line of more fields is not plain.
  size_t most_fields;
};

/// Takes the plain lines at the start of bytes[start] to bytes[stop] in: up to the first one in which a parser has to decide
/// something, and not more than `most_lines`.
///
/// A line is plain where it ends with a line feed, or carriage return and line feed, holds at least one byte before that,
/// no other carriage return, no space or other byte up to 0x20 beside a delimiter or at an end of the line, and no quote but
/// around whole fields, in which it is doubled.
///
/// Field f goes to `room`, from bounds[f] to bounds[f + 1]; the first one is number `fields`, whose bound is there already.
/// line_ends[i] is where the line behind line i begins, field_counts[i] the number of the field behind it. Room has to be for
/// as many bytes and bounds as there are bytes. Returns how many lines there are.
size_t taster_lines(const char *bytes, size_t start, size_t stop, const struct taster_marks *marks,
                    size_t most_lines, char *room, size_t *bounds, size_t fields, size_t *field_counts,
                    size_t *line_ends);

#ifdef __cplusplus
}
#endif

#endif
