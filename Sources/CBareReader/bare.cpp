#include "CBareReader.h"

#include <csv.h>
#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <limits>
#include <string>
#include <vector>

namespace {

struct Column {
  std::vector<double> numbers;
  std::string texts;
  std::vector<size_t> ends;
};

struct Table {
  std::vector<Column> columns;
  size_t column = 0;
  size_t rows = 0;
  long records = 0;
};

void count_field(void *, size_t, void *) {}

void take_field(void *bytes, size_t count, void *context) {
  Table &table = *static_cast<Table *>(context);
  if (table.column == table.columns.size()) {
    table.columns.emplace_back();
    table.columns.back().numbers.reserve(table.rows);
  }
  Column &column = table.columns[table.column++];
  const char *first = static_cast<const char *>(bytes);
  double number;
  const auto read = std::from_chars(first, first + count, number);
  if (read.ec == std::errc() && read.ptr == first + count) {
    column.numbers.push_back(number);
    return;
  }
  column.numbers.push_back(std::numeric_limits<double>::quiet_NaN());
  column.texts.append(first, count);
  column.ends.push_back(column.texts.size());
}

void end_record(int, void *context) {
  Table &table = *static_cast<Table *>(context);
  table.column = 0;
  ++table.records;
}

}  // namespace

long bare_read(const char *path, int types, long rows) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  Table table;
  table.rows = static_cast<size_t>(rows);
  csv_parser parser;
  csv_init(&parser, 0);
  csv_set_blk_size(&parser, 1 << 16);
  const auto field = types ? take_field : count_field;
  std::vector<char> block(1 << 18);
  bool failed = false;
  while (true) {
    const ssize_t count = read(file, block.data(), block.size());
    failed = count < 0;
    if (count <= 0) break;
    const size_t taken =
        csv_parse(&parser, block.data(), static_cast<size_t>(count), field, end_record, &table);
    failed = taken != static_cast<size_t>(count);
    if (failed) break;
  }
  if (!failed) csv_fini(&parser, field, end_record, &table);
  csv_free(&parser);
  close(file);
  return failed ? -1 : table.records;
}
