# The same book made with R's bookdown: as many pages, charts and tables, from the same published figures.
#
# Rscript benchmarks/bookdown.R FIGURES PAGES FOLDER
# FIGURES is a book's figures.csv; PAGES a CSV of page, title, charts, tables; FOLDER is where the book is made.

given <- commandArgs(trailingOnly = TRUE)
figures <- normalizePath(given[1])
pages <- read.csv(given[2])
folder <- given[3]
dir.create(folder, recursive = TRUE)
setwd(folder)

chunk <- function(name, body) c(sprintf("```{r %s, echo=FALSE}", name), body, "```", "")

chart <- function(page, number) {
  body <- c(
    sprintf("rows <- some('%s', %d)", page, number),
    "ggplot(rows, aes(x = value, y = id, fill = group)) + geom_col() +",
    "  geom_errorbarh(aes(xmin = low, xmax = high), height = 0.3) +",
    "  geom_text(aes(label = round(value, 3)), hjust = -0.2) + labs(title = 'Published figures', x = NULL, y = NULL)"
  )
  chunk(sprintf("chart-%s-%d", page, number), body)
}

table <- function(page, number) {
  body <- sprintf("knitr::kable(some('%s', %d), caption = 'Published figures', row.names = FALSE)", page, number)
  chunk(sprintf("table-%s-%d", page, number), body)
}

setup <- chunk("setup, include=FALSE", c(
  "library(ggplot2)",
  sprintf("figures <- read.csv('%s')", figures),
  "some <- function(page, number) {",
  "  own <- figures[figures$indicator == sub('indicator-', 'i', page) & !is.na(figures$value), ]",
  "  if (nrow(own) == 0) own <- figures[!is.na(figures$value), ]",
  "  own[((number - 1) * 8 + seq_len(12) - 1) %% nrow(own) + 1, c('id', 'group', 'year', 'value', 'low', 'high')]",
  "}"
))

for (place in seq_len(nrow(pages))) {
  page <- pages$page[place]
  text <- c(sprintf("# %s", pages$title[place]), "", "Calculated from published figures.", "")
  for (number in seq_len(pages$charts[place])) text <- c(text, chart(page, number))
  for (number in seq_len(pages$tables[place])) text <- c(text, table(page, number))
  if (place == 1) text <- c("---", "title: 'WRES'", "site: bookdown::bookdown_site", "---", "", setup, text)
  writeLines(text, if (place == 1) "index.Rmd" else sprintf("%02d-%s.Rmd", place, page))
}
bookdown::render_book("index.Rmd", bookdown::gitbook(split_by = "chapter", self_contained = FALSE), quiet = TRUE)
